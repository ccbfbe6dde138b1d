//! The act around its fiches: parties, dates, visas, ceilings, articles.

use super::life;
use super::said::Said as _;
use super::{Outliner, Sheet};
use crate::compare::portion::{ChangeTopic, Keys, Portion, PortionContent};
use crate::lang::{Agreement, Gender};
use crate::model::cadre::{Cofinancement, Horizon, Level, Payer, ShareRule};
use crate::model::convention::{
    AnnouncedAnnexe, Article, BankAccount, Ceiling, Convention, Organisation, Visa, VisaKind,
};
use crate::model::parties::{Collectivite, Mark, Party, PartyRole, Signatory};
use crate::model::refaction::{RefactionBase, RefactionPart, RefactionRounding};
use crate::model::{Exercice, Refaction};
use crate::text::ProjectPath;
use crate::text::typography::apply_typography;
use crate::text::words::capitalized;

impl Outliner<'_> {
    /// The whole act.
    pub(super) fn act(&self) -> Portion {
        // Reports, tolérances, decisions and severities are beside the act; passages and braces are other readings of it.
        let dossier = self.dossier;
        let mut sheet = Sheet::new(ChangeTopic::Section);
        sheet.fields("convention", "", self.convention(&dossier.convention), None);
        sheet.topic = ChangeTopic::Life;
        sheet.fields("vie", "", life::parts(&dossier.convention), None);
        sheet.topic = ChangeTopic::Section;
        sheet.fields("organisation", "", self.organisation(&dossier.organisation), None);
        self.put_pages(&mut sheet, |_| true);
        sheet.topic = ChangeTopic::Indicateur;
        sheet.fields("matrice", "Matrice", self.matrix(&dossier.matrix), None);
        sheet.topic = ChangeTopic::Framework;
        sheet.fields("cadre", "Cadre", self.cadre(&dossier.cadre), None);
        sheet.row("acte", "", None)
    }

    /// The articles and fiches whose files are wanted.
    pub(super) fn pages(&self, is_wanted: impl Fn(&str) -> bool) -> Portion {
        let mut sheet = Sheet::new(ChangeTopic::Section);
        self.put_pages(&mut sheet, is_wanted);
        sheet.row("acte", "", None)
    }

    fn put_pages(&self, sheet: &mut Sheet, is_wanted: impl Fn(&str) -> bool) {
        let is_wanted = |path: &ProjectPath| is_wanted(&self.within_edition(path.as_str()));
        let articles = self.dossier.articles.iter().filter(|article| is_wanted(&article.path));
        let articles = articles.map(|article| self.article(article)).collect();
        sheet.rows_told_by(Keys::Hints, "articles", "", articles);
        let fiches = self.dossier.fiches.iter().filter(|fiche| is_wanted(&fiche.path));
        let fiches = fiches.map(|fiche| self.fiche(fiche)).collect();
        sheet.rows_told_by(Keys::Hints, "fiches", "", fiches);
    }

    fn convention(&self, convention: &Convention) -> Vec<Portion> {
        let Convention {
            cadre: _,
            year: _,
            exercices,
            effect,
            ceilings,
            status: _,
            life: _,
            mention,
            is_demonstration,
            parties,
            parties_span: _,
            montant_etat,
            signature_place,
            document_date: _,
            visas,
            announced_annexes,
            acronyms,
            execution,
            tolerances: _,
            figures: _,
            confidential: _,
            rules: _,
            refaction,
        } = convention;
        let mut sheet = Sheet::new(ChangeTopic::Date);
        let exercice = |Exercice { id, from, to }: &Exercice| {
            let mut own = Sheet::new(ChangeTopic::Date);
            own.put("du", "Du", from).put("au", "Au", to);
            own.row(&id.value, &id.value, Some(id.span))
        };
        sheet.rows("exercices", "Exercices", exercices.iter().map(exercice).collect());
        sheet.put("date_effet", "Prise d’effet", effect);
        sheet.put("execution", "Exécution", execution);
        sheet.put("lieu_signature", "Lieu de signature", signature_place);
        sheet.topic = ChangeTopic::Money;
        sheet.put("montant_etat", "Montant de l’État", montant_etat);
        sheet.rows("plafonds", "Plafonds", ceilings.iter().map(|ceiling| self.ceiling(ceiling)).collect());
        if let Some(refaction) = refaction {
            sheet.fields("refaction", "Réfaction", refaction_parts(refaction), None);
        }
        sheet.topic = ChangeTopic::Party;
        sheet.rows("parties", "", parties.iter().map(|party| self.party(party)).collect());
        sheet.topic = ChangeTopic::Wording;
        sheet.rows("visas", "Visas", visas.iter().map(visa).collect());
        let announced = |AnnouncedAnnexe { title, article, present }: &AnnouncedAnnexe| {
            let mut own = Sheet::new(ChangeTopic::Wording);
            own.put("titre", "Titre", title);
            own.put("article", "Article", article);
            own.put("presente", "Présente", present);
            own.row(&title.value, &title.value, Some(title.span))
        };
        sheet.rows(
            "annexes_annoncees",
            "Annexes annoncées",
            announced_annexes.iter().map(announced).collect(),
        );
        let acronym = |(acronym, words): &(crate::text::Spanned<String>, String)| {
            let (datum, _) = words.say()?;
            Some(Portion::datum(
                &acronym.value,
                &acronym.value,
                ChangeTopic::Wording,
                datum,
                Some(acronym.span),
            ))
        };
        sheet.rows("sigles", "Sigles", acronyms.iter().filter_map(acronym).collect());
        sheet.put("mention", "Mention", mention);
        sheet.put("demonstration", "Démonstration", is_demonstration);
        sheet.parts
    }

    fn payer(&self, payer: &Payer) -> String {
        payer.name(&self.dossier.cadre)
    }

    fn ceiling(&self, ceiling: &Ceiling) -> Portion {
        let Ceiling { payer, montant, horizon, exercices, span } = ceiling;
        let mut sheet = Sheet::new(ChangeTopic::Money);
        sheet.put("financeur", "Financeur", &self.payer(payer));
        sheet.put("montant", "Montant", montant);
        sheet.put("par", "Par", &horizon_word(*horizon));
        let label = self.exercices().label(exercices);
        sheet.put("exercices", "Exercices", &label);
        let key = format!("Plafond ({})", self.payer(payer));
        let key = if label.is_empty() { key } else { format!("{key}, {label}") };
        // What it is in each exercice is not what it is over all.
        let name = match horizon {
            Horizon::Exercice if self.exercices().are_several() => format!("{key}, par exercice"),
            _ => key.clone(),
        };
        sheet.row(&key, &name, Some(*span))
    }

    fn party(&self, party: &Party) -> Portion {
        let Party { id, role, name, designation, agreement, mark, signatories } = party;
        let mut sheet = Sheet::new(ChangeTopic::Party);
        sheet.put("role", "Rôle", &role_word(*role));
        sheet.put("nom", "Nom", name);
        sheet.put("designation", "Désignation", designation);
        let Agreement { gender, is_plural } = agreement;
        let gender = gender.map(|gender| if gender == Gender::Feminine { "féminin" } else { "masculin" });
        sheet.put("genre", "Genre", &gender);
        sheet.put("pluriel", "Pluriel", is_plural);
        if let Some(Mark { file, alternative }) = mark {
            sheet.put("marque", "Marque", &self.image_name(file));
            sheet.put("marque_image", "Image de la marque", &self.image_digest(&file.value));
            sheet.put("marque_alternative", "Texte de remplacement", alternative);
        }
        let signatory = |Signatory { name, title_held, block }: &Signatory| {
            let mut own = Sheet::new(ChangeTopic::Party);
            own.put("nom", "Nom", name);
            own.put("qualite", "Qualité", title_held);
            own.list("bloc", "Bloc de signature", block);
            own.row(&title_held.value, &title_held.value, Some(name.span))
        };
        sheet.rows("signataires", "Signataires", signatories.iter().map(signatory).collect());
        let name = capitalized(&apply_typography(&designation.value));
        sheet.row(&id.value, &name, Some(id.span))
    }

    fn organisation(&self, organisation: &Organisation) -> Vec<Portion> {
        let Organisation { collectivite, account, parties_span: _ } = organisation;
        let Collectivite { kind, name, name_with_de, code, siren } = collectivite;
        let mut sheet = Sheet::new(ChangeTopic::Party);
        sheet.put("type", "Type de collectivité", &kind.word());
        sheet.put("nom", "Nom de la collectivité", name);
        sheet.put("nom_avec_de", "Nom avec sa préposition", name_with_de);
        sheet.put("code", "Code", code);
        sheet.put("siren", "SIREN", siren);
        sheet.topic = ChangeTopic::Money;
        if let Some(account) = account {
            let BankAccount { holder, iban, bic, bank_code, branch_code, number, key } = account;
            let mut own = Sheet::new(ChangeTopic::Money);
            own.put("titulaire", "Titulaire", holder);
            own.put("iban", "IBAN", iban);
            own.put("bic", "BIC", bic);
            own.put("code_banque", "Code banque", bank_code);
            own.put("code_guichet", "Code guichet", branch_code);
            own.put("compte", "Numéro de compte", number);
            own.put("cle", "Clé", key);
            sheet.fields("compte", "Compte bancaire", own.parts, Some(holder.span));
        }
        sheet.parts
    }

    fn article(&self, article: &Article) -> Portion {
        let Article { path, number, title, body, span } = article;
        let mut sheet = Sheet::new(ChangeTopic::Section);
        sheet.put("numero", "Numéro", number);
        sheet.put("titre", "Titre", title);
        let rows = PortionContent::Rows(self.prose(body), Keys::None);
        sheet.parts.push(Portion::new("texte", "", ChangeTopic::Wording, rows, Some(*span)));
        let name = match (number, title) {
            (Some(number), Some(title)) => format!("Article {number} « {title} »"),
            (Some(number), None) => format!("Article {number}"),
            (None, Some(title)) => title.value.clone(),
            (None, None) => "Préambule".to_owned(),
        };
        sheet.row(&self.within_edition(path.as_str()), &name, Some(*span))
    }

    /// What tells an image from another of the same name.
    pub(super) fn image_digest(&self, path: &ProjectPath) -> Option<String> {
        use sha2::{Digest as _, Sha256};
        let digest = Sha256::digest(self.snapshot.images.get(path)?);
        Some(digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect())
    }

    pub(super) fn cofinancement(&self, rule: &Cofinancement) -> Portion {
        let Cofinancement { rule, level, horizon, span } = rule;
        let mut sheet = Sheet::new(ChangeTopic::Framework);
        let words = match rule {
            ShareRule::AtMost(payer, share) => format!("{} au plus {share} %", self.payer(payer)),
            ShareRule::AtLeast(payer, share) => format!("{} au moins {share} %", self.payer(payer)),
            ShareRule::Parity(a, b) => format!("parité de {} et de {}", self.payer(a), self.payer(b)),
        };
        sheet.put("regle", "Règle", &words);
        sheet.put("niveau", "Niveau", &level_word(*level));
        sheet.put("par", "Par", &horizon_word(*horizon));
        sheet.row(&words, "Cofinancement", Some(*span))
    }
}

pub(super) fn visa(visa: &Visa) -> Portion {
    let Visa { designation, number, date, object, kind, annexed, span } = visa;
    let mut sheet = Sheet::new(ChangeTopic::Wording);
    sheet.put("texte", "Texte", designation);
    sheet.put("numero", "Numéro", number);
    sheet.put_as(ChangeTopic::Date, "date", "Date", date);
    sheet.put("objet", "Objet", object);
    sheet.put("deliberation", "Délibération", &(*kind == VisaKind::Vote));
    sheet.put("annexe", "Annexé", annexed);
    let key = number.as_ref().map_or(&designation.value, |number| &number.value);
    sheet.row(key, &designation.value, Some(*span))
}

pub(super) fn refaction_parts(refaction: &Refaction) -> Vec<Portion> {
    let Refaction { part, base, level, horizon, threshold, cap, max_share, advance, rounding, source } =
        refaction;
    let mut sheet = Sheet::new(ChangeTopic::Money);
    match part {
        RefactionPart::Prorata => drop(sheet.put("part", "Part", &"au prorata")),
        RefactionPart::Percent(share) => drop(sheet.put("part", "Part", share)),
    }
    let base = match base {
        RefactionBase::Spent => "dépensé",
        RefactionBase::Net => "net",
        RefactionBase::Credits => "crédits",
    };
    sheet.put("assiette", "Assiette", &base);
    sheet.put("niveau", "Niveau", &level_word(*level));
    sheet.put("par", "Par", &horizon_word(*horizon));
    sheet.put("seuil", "Seuil", threshold);
    sheet.put("plafond", "Plafond", cap);
    sheet.put("part_max", "Part maximale", max_share);
    sheet.put("avance", "Avance", advance);
    let rounding = match rounding {
        RefactionRounding::HalfUp => "au plus proche",
        RefactionRounding::Down => "inférieur",
        RefactionRounding::HalfEven => "au pair",
    };
    sheet.put("arrondi", "Arrondi", &rounding);
    sheet.put_as(ChangeTopic::Wording, "source", "Source", source);
    sheet.parts
}

pub(super) fn horizon_word(horizon: Horizon) -> &'static str {
    match horizon {
        Horizon::Exercice => "exercice",
        Horizon::Contract => "contrat",
    }
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Action => "action",
        Level::Axe => "axe",
        Level::Contract => "contrat",
    }
}

pub(super) fn role_word(role: PartyRole) -> &'static str {
    PartyRole::WORDS.iter().find(|(_, known)| *known == role).map_or("", |(word, _)| word)
}
