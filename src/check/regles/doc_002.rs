//! A meaning that colour alone carries.

use std::sync::LazyLock;

use crate::check::document::Lieux;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Nature;
use crate::model::tableau::Figure;
use crate::text::{Match, Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DOC-002",
    titre: "une couleur seule porte un sens",
    gravite: Gravite::Avertissement,
    verifie: "Dans la légende ou le titre d’une figure, une expression comme « en rouge », « couleur \
              verte », « points bleus » ; dans un paragraphe, la même expression quand il y est question d’une carte, d’un \
              graphique, d’un tableau ou d’une légende. Un seul constat par figure. Le texte de remplacement, qu’écrit celui qui saisit, est laissé de côté. Une couleur qui ne désigne rien (« espaces \
              verts », « carte grise ») n’est pas retenue.",
    pourquoi: "Une personne qui ne distingue pas les couleurs, un lecteur d’écran, une impression en noir : l’information \
               est perdue.",
    source: "Référentiel général d’amélioration de l’accessibilité (RGAA 4.1), critère 3.1.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "    alternative: Un point noir figure l'entrée du parcours.",
            a: "    alternative: Un point noir figure l'entrée du parcours.\n    legende: [\"Étapes, la dernière en rouge\"]",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "- Roquenoire, sur la place du marché.",
                a: "- Roquenoire, près des espaces verts, où un numéro vert renseigne.",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "    alternative: Un point noir figure l'entrée du parcours.",
                a: "    alternative: Sur l'image, un point rouge figure l'entrée du parcours.",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "    alternative: Un point noir figure l'entrée du parcours.",
                a: "    alternative: Un cercle figure l'entrée du parcours, un carré sa fin.",
            },
        ],
    },
    chercher,
};

static MOTIFS: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    let couleur = "(?:rouges?|verte?s?|bleue?s?|jaunes?|oranges?|violette?s?|roses?|grise?s?|mauves?)";
    let objet = "(?:[Pp]oint|[Zz]one|[Bb]arre|[Ff]lèche|[Cc]ase|[Ll]igne|[Pp]astille|[Tt]rait|[Ss]ecteur)s?";
    let porte = format!(r"\b(?:(?:[Ee]n|[Pp]ar du|[Cc]ouleur) {couleur}|{objet} (?:en )?{couleur})\b");
    let image =
        r"\b(?:[Cc]arte|[Gg]raphique|[Tt]ableau|[Ll]égende|[Ss]chéma|[Dd]iagramme|[Ff]igure|surligné)";
    (motif(&porte), motif(image))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let lieux = Lieux::new(c);
    let mut constats: Vec<Diagnostic> =
        c.fiches().flat_map(|f| &f.figures).filter_map(|figure| de_figure(&lieux, figure)).collect();
    for passage in c.prose().filter(|p| p.nature == Nature::Paragraphe) {
        // « une carte grise » is no map in grey.
        if coloree(&passage.texte)
            && let Some(trouve) = MOTIFS.0.find(&passage.texte)
            && MOTIFS.1.is_match(passage.phrase(&trouve.range()))
        {
            constats.push(dire(passage.span_de(&trouve.range()), trouve.as_str()));
        }
    }
    constats
}

/// Whether a text may name a colour: a quick look before the pattern.
fn coloree(texte: &str) -> bool {
    const COULEURS: [&str; 9] =
        [" rouge", " vert", " bleu", " jaune", " orange", " violet", " rose", " gris", " mauve"];
    COULEURS.iter().any(|c| texte.contains(c))
}

fn de_figure(lieux: &Lieux<'_>, figure: &Figure) -> Option<Diagnostic> {
    let textes = figure.legende.iter().chain([&figure.titre]);
    let mut trouves = textes.filter(|t| coloree(t)).filter_map(|texte| Some((texte, MOTIFS.0.find(texte)?)));
    let (texte, premier) = trouves.next()?;
    let lieu = |texte: &str, mot: Match<'_>| lieux.place(figure.id.span, texte, mot.range());
    let constat = dire(lieu(texte, premier), premier.as_str());
    let constat = constat.voir(figure.id.span, format!("figure « {} »", figure.titre));
    Some(trouves.fold(constat, |d, (texte, mot)| d.voir(lieu(texte, mot), "et ici")))
}

fn dire(span: crate::text::Span, expression: &str) -> Diagnostic {
    Diagnostic::constat(span, format!("« {expression} » : la couleur est seule à porter l’information")).aide(
        "ajouter à la couleur un signe, un motif ou une lettre, et dire ce qu’elle distingue dans le texte",
    )
}
