#!/usr/bin/env python3
"""Compare un PDF de calpae avec celui du compilateur Typst ordinaire (pip install typst==0.15.2).

    benches/meme-octets.py output/2022/convention.typ output/2022/convention.pdf 2022-09-29

La date est celle du PDF. Sort avec 1 si les octets diffèrent.
"""

import datetime
import hashlib
import pathlib
import sys

import typst


def main(source, pdf, jour):
    date = datetime.datetime.fromisoformat(jour).replace(tzinfo=datetime.timezone.utc)
    refait = typst.compile(
        source,
        root=str(pathlib.Path(source).parent),
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(date.timestamp()),
        ignore_system_fonts=True,
    )
    ecrit = pathlib.Path(pdf).read_bytes()
    for nom, octets in (("calpae", ecrit), ("typst", refait)):
        print(f"{nom:7} {len(octets):9} octets  {hashlib.sha256(octets).hexdigest()}")
    return 0 if refait == ecrit else 1


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
