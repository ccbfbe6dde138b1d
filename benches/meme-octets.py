#!/usr/bin/env python3
"""Compare un PDF de calpae avec celui du compilateur Typst ordinaire (commande `typst` 0.15).

    benches/meme-octets.py output/2022/convention.typ output/2022/convention.pdf 2022-09-29

La date est celle du PDF. Sort avec 1 si les octets diffèrent.
"""

import datetime
import hashlib
import pathlib
import subprocess
import sys
import tempfile


def main(source, pdf, jour):
    date = datetime.datetime.fromisoformat(jour).replace(tzinfo=datetime.timezone.utc)
    with tempfile.TemporaryDirectory() as dossier:
        sortie = pathlib.Path(dossier) / "refait.pdf"
        subprocess.run(
            [
                "typst", "compile", "--features", "a11y-extras", "--pdf-standard", "a-2a,ua-1", "--ignore-system-fonts",
                "--root", str(pathlib.Path(source).parent), "--creation-timestamp", str(int(date.timestamp())),
                source, str(sortie),
            ],
            check=True,
        )
        refait = sortie.read_bytes()
    ecrit = pathlib.Path(pdf).read_bytes()
    for nom, octets in (("calpae", ecrit), ("typst", refait)):
        print(f"{nom:7} {len(octets):9} octets  {hashlib.sha256(octets).hexdigest()}")
    return 0 if refait == ecrit else 1


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
