# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents as a signing program leaves them, with certificates made by openssl. sys.path must lead to pdf_specimens.py."""
import subprocess

import pdf_specimens as make

MARK = b"[0 1111111111 2222222222 3333333333]"


def openssl(folder, *words):
    subprocess.run(["openssl", *map(str, words)], cwd=folder, check=True, capture_output=True)


def key(folder, name="cert", subject="/CN=Test Signer"):
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", name + ".pem", "-utf8", "-subj", subject,
            "-days", 3650)


def issue(folder, name, subject, issuer, start="20250101000000Z", end="20990101000000Z", authority=False):
    """NAME.pem and NAME.key, issued by the holder of ISSUER.pem (or by itself) between two times."""
    (folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca=c\n[c]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\npolicy=p\nunique_subject=no\n"
        "email_in_dn=no\nx509_extensions=%s\nstring_mask=utf8only\n[p]\ncommonName=optional\norganizationName=optional\n"
        "[yes]\nbasicConstraints=critical,CA:TRUE\n[no]\nbasicConstraints=CA:FALSE\n" % ("yes" if authority else "no"))
    (folder / "index").write_text("")
    openssl(folder, "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name + ".key",
            "-out", name + ".csr", "-utf8", "-subj", subject)
    by = ["-selfsign", "-keyfile", name + ".key"] if issuer is None else ["-cert", issuer + ".pem", "-keyfile", issuer + ".key"]
    openssl(folder, "ca", "-batch", "-utf8", "-notext", "-config", "ca.cnf", "-in", name + ".csr", "-out", name + ".pem", "-startdate", start,
            "-enddate", end, *by)


def document(folder, signer="cert", keyfile="key.pem", others=(), room=8192, ranges=None, seal=None, extra=b""):
    """Signed by SIGNER.pem. @others: certificates that go with it; @ranges: what /ByteRange says instead of the truth, given where
    the gap starts and ends and the size; @seal: makes other bytes of the signature; @extra: objects to stand before it."""
    blank = b"<" + b"0" * room + b">"
    whole = make.page(make.TEXT, catalog=b"/AcroForm << /Fields [20 0 R] /SigFlags 3 >>", page_extra=b"/Annots [20 0 R]", more={
        19: b"<< %s >>" % extra,
        20: b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (seal) /V 21 0 R /Rect [0 0 0 0] /P 3 0 R >>",
        21: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /M (D:20260401090000+09'00') "
            b"/ByteRange " + MARK + b" /Contents " + blank + b" >>"})
    start = whole.index(blank)
    end = start + len(blank)
    told = b"[%d %d %d %d]" % (ranges(start, end, len(whole)) if ranges else (0, start, end, len(whole) - end))
    whole = whole.replace(MARK, told + b" " * (len(MARK) - len(told)))
    (folder / "signed.bin").write_bytes(whole[:start] + whole[end:])
    (folder / "others.pem").write_bytes(b"".join((folder / (name + ".pem")).read_bytes() for name in others))
    openssl(folder, "cms", "-sign", "-binary", "-in", "signed.bin", "-signer", signer + ".pem", "-inkey", keyfile,
            "-outform", "DER", "-out", "signature.der", "-md", "sha256", *(["-certfile", "others.pem"] if others else []))
    der = (folder / "signature.der").read_bytes()
    text = (seal(der) if seal else der).hex().encode()
    assert len(text) <= room, len(text)
    return whole[:start + 1] + text + b"0" * (room - len(text)) + whole[end - 1:]
