#!/usr/bin/env python3
"""The project speaks of itself alone: no machine's own paths, no package server's name, nothing left lying about for later.

  check_words.py [ROOT]
  check_words.py --self-test
"""
import re
import sys
import tempfile
from pathlib import Path

SKIPPED_FOLDERS = {".git", "build", "node_modules", "dist", "data"}
TEXTS = {".cpp", ".hpp", ".txt", ".cmake", ".json", ".md", ".py", ".sh", ".ts", ".mjs", ".js", ".css", ".mustache", ".html", ".svg", ".go", ""}
# Made by npm, or the words of others.
NOT_OURS = {"package-lock.json", "LICENSE"}

# Each pattern has a class where a letter would do, so that this file passes its own check.
RULES = (
    (r"(?<![\w.])/(?:w[o]rk|r[o]ot|h[o]me/\w+|U[s]ers/\w+)/", "a path of somebody's machine"),
    (r"(?i)\b(?:registry\.n[p]mjs\.org|registry\.y[a]rnpkg\.com|deb\.d[e]bian\.org|p[y]pi\.org|proxy\.g[o]lang\.org|sum\.g[o]lang\.org)\b", "a package server"),
    (r"\b(?:T[O]DO|F[I]XME|(?<!\")X[X]X|H[A]CK)\b", "something left for later"),
    (r"(?i)\bissue #?\d+", "an issue's number: say what it is about instead"),
)


def texts(root):
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        # "data" is skipped at the root only: tests/data holds files of ours.
        if any(part in SKIPPED_FOLDERS - {"data"} for part in parts) or parts[0] == "data":
            continue
        if path.is_file() and not path.is_symlink() and path.suffix in TEXTS:
            yield path


def check(root):
    findings, files = [], 0
    for path in texts(root):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a test's bytes
        files += 1
        name = str(path.relative_to(root))
        for pattern, what in RULES:
            if path.name in NOT_OURS and "package server" not in what:
                continue
            for match in re.finditer(pattern, text):
                findings.append(f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group(0)!r}: {what}")
    return findings, files


CASES = {  # text: is it a finding?
    "see /w" + "ork/main/x": True,
    "cd /r" + "oot/x": True,
    "the /h" + "ome/anna/x folder": True,
    "https://registry.n" + "pmjs.org/lit": True,
    "// T" + "ODO later": True,
    "/* F" + "IXME */": True,
    "as in issue" + " 12": True,
    "a network/work/place": False,
    "GET /rooted/x": False,
    "${root}/rootless": False,
    "the tissue and 12 more": False,
    "the currency \"XX" + "X\"": False,
    "XX" + "X: look again": True,
    "todos los proyectos": False,
}


def self_test():
    wrong = []
    for text, expected in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "case.md").write_text(text)
            if bool(check(Path(folder))[0]) != expected:
                wrong.append(f"{text!r}: {'not found' if expected else 'found'}")
    return wrong


def main(arguments):
    if arguments == ["--self-test"]:
        wrong = self_test()
        print("\n".join(wrong) or f"the check is right about {len(CASES)} texts")
        return 1 if wrong else 0
    findings, files = check(Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2])
    print("\n".join(findings) or f"{files} files speak of the project alone")
    return 1 if findings or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
