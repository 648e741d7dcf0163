#!/usr/bin/env python3
"""Holds the sources to the co_await house rule.

A full expression with co_await has no brace, no lambda and no ?: in it. g++ 12 destroys some temporaries of such expressions twice
(aggregates, arrays, lambdas that capture by value, conditional operators), often silently. Name the thing first, then std::move it.

    check_co_await.py FOLDER_OR_FILE...   prints each finding as file:line: text; exit status 1 if there are any
    check_co_await.py --self-test         checks the checker on forms that must be caught and forms that must pass
"""

import pathlib
import re
import sys

TOKEN = re.compile(
    r"""(?P<skip>//[^\n]*|/\*.*?\*/|^[ \t]*\#(?:[^\n\\]|\\.)*)
      | (?P<raw>R"(?P<delimiter>[^()\s]*)\(.*?\)(?P=delimiter)")
      | (?P<text>"(?:[^"\\\n]|\\.)*")
      | (?P<number>\d(?:[\w.]|'\w)*)
      | (?P<char>'(?:[^'\\\n]|\\.)+')
      | (?P<word>[A-Za-z_]\w*)
      | (?P<sign>->|::|&&|\|\||[^\s\w])""",
    re.S | re.M | re.X,
)
TYPE_HEADS = {"namespace", "struct", "class", "enum", "union", "extern"}
BLOCK_WORDS = {"else", "do", "try", "const", "noexcept", "override", "final", "mutable"}
CONTROL = {"if", "while", "for", "switch"}


def tokens_of(source):
    """(text, line) of each token, without comments and preprocessor lines; literals as one token."""
    found = []
    for match in TOKEN.finditer(source):
        if match.group("skip") is not None:
            continue
        text = match.group(0)
        if text[0] in "\"'" or match.group("raw"):
            text = '""'
        found.append((text, source.count("\n", 0, match.start()) + 1))
    return found


class Expression:
    """What has been seen of one full expression."""

    def __init__(self):
        self.await_line = 0
        self.wrong = set()
        self.words = []  # tokens of this statement so far, to tell blocks from initialisers


class Checker:
    def __init__(self, source):
        self.tokens = tokens_of(source)
        self.at = 0
        self.findings = []

    def peek(self, back=1):
        index = self.at - back
        return self.tokens[index][0] if index >= 0 else ";"

    def close(self, expression):
        if expression.await_line and expression.wrong:
            self.findings.append((expression.await_line, ", ".join(sorted(expression.wrong))))

    def opens_block(self, expression):
        """Whether the brace at hand begins a block rather than an initialiser."""
        before, words = self.peek(), expression.words
        if not words or before in (")", ";", "{", "}", ":") or before in BLOCK_WORDS:
            return True
        if any(word in TYPE_HEADS for word in words) and "=" not in words and "(" not in words:
            return True
        return self.after_trailing_return(words) or before == "]"

    @staticmethod
    def after_trailing_return(words):
        """`) -> Type<...>` up to here: the brace is a function's or lambda's body."""
        for index in range(len(words) - 1, 0, -1):
            if words[index] == "->":
                return words[index - 1] in (")", "mutable", "noexcept")
            if words[index] in ("=", ";", ",", "("):
                return False
        return False

    def opens_lambda(self):
        before, after = self.peek(), self.tokens[self.at + 1][0]
        if before == "[" or after == "[":
            return False  # an attribute
        names_or_values = re.match(r"\w", before) and before not in ("return", "co_return", "co_await", "co_yield", "case")
        return not names_or_values and before not in (")", "]", "&", "&&", '""')

    def opens_capture_after_sign(self, expression):
        """After '&' a '[' begins a structured binding if `auto` stands before it, else a lambda operand."""
        return self.peek() in ("&", "&&") and not (expression.words and expression.words[-2:-1] == ["auto"])

    def block(self):
        """Statements up to the closing brace (or the end of the file)."""
        while self.at < len(self.tokens) and self.tokens[self.at][0] != "}":
            self.statement()
        self.at += 1

    def statement(self):
        expression = Expression()
        first = self.tokens[self.at][0]
        if first in CONTROL:
            self.at += 1
            while self.tokens[self.at][0] != "(":
                self.at += 1  # `if constexpr`
            self.at += 1
            self.run(expression, (")",), separators=(";", ":") if first == "for" else (";",))
            return
        self.run(expression, (";",))

    def run(self, expression, ends, separators=()):
        """Reads one full expression, or the several of a control statement's parentheses, past its end."""
        while self.at < len(self.tokens):
            text, line = self.tokens[self.at]
            if text in ends:
                self.at += 1
                self.close(expression)
                return
            if text == "}":
                self.close(expression)  # the block ends: its own reader takes the brace
                return
            if text in separators:
                self.close(expression)
                expression.__init__()
                self.at += 1
                continue
            if self.token(expression, text, line):
                return

    def token(self, expression, text, line):
        """Takes one token. True when it ended the statement (a block has been read)."""
        if text in ("(", "["):
            is_lambda = text == "[" and (self.opens_lambda() or self.opens_capture_after_sign(expression))
            if is_lambda:
                expression.wrong.add("lambda")
            expression.words.append(text)
            self.at += 1
            self.nested(expression, ")" if text == "(" else "]")
            return False
        if text == "{":
            if self.opens_block(expression):
                in_expression = "lambda" in expression.wrong
                self.at += 1
                self.block()
                expression.words.append("}")
                if not in_expression:
                    self.close(expression)
                    return True
                return False
            expression.wrong.add("brace")
            expression.words.append("{")
            self.at += 1
            self.nested(expression, "}")
            return False
        if text == "co_await":
            expression.await_line = expression.await_line or line
        if text == "?":
            expression.wrong.add("?:")
        expression.words.append(text)
        self.at += 1
        return False

    def nested(self, expression, end):
        """Up to a closing bracket: it belongs to the same full expression."""
        while self.at < len(self.tokens):
            text, line = self.tokens[self.at]
            if text == end:
                expression.words.append(text)
                self.at += 1
                return
            if text == "{" and self.peek() in ("(", ",", "{", "=", "return"):
                expression.wrong.add("brace")
                expression.words.append(text)
                self.at += 1
                self.nested(expression, "}")
                continue
            self.token(expression, text, line)


def check(source):
    checker = Checker(source)
    while checker.at < len(checker.tokens):
        checker.block()
    return checker.findings


MUST_BE_CAUGHT = [
    "co_await f(Req{s, 1});",
    "co_await f({s, 1});",
    "co_await f({.a = s});",
    "auto x = co_await g(std::array<std::string, 2>{a, b});",
    "co_await co_spawn(ex, [s] { use(s); }, use_awaitable);",
    "co_await run_on(pool, [s]() -> int { return 1; });",
    "co_await run_on(pool, [&] { return 1; });",
    "co_spawn(co_await this_coro::executor, [s] { use(s); }, detached);",
    "Req r{co_await g(), 1};",
    "Req r = {co_await g(), 1};",
    "auto v = cond ? co_await f() : std::string();",
    "auto v = co_await f(a ? b : c);",
    "co_return co_await f(Req{s, 1});",
    "if (co_await f({s, 1})) { g(); }",
    "if (auto r = co_await f(Req{s}); r) g();",
    "while (co_await f(a ? b : c)) {}",
    "for (auto x : co_await f({1, 2})) {}",
    "const auto [ec, n] = co_await f(buffer, [=](int x) { return x; });",
    "auto f = [self]() -> Task<void> { co_await g(Req{1}); };",
    "call(h(co_await g()),\n     Req{2});",
    "switch (co_await f({s})) { case 1: break; }",
    "int n = 1'000; co_await f(Req{n}); char c = '}';",
    "struct S { Task<void> m() { co_await f({s}); } };",
    "co_await f(x)(std::vector<int>{1});",
]
MUST_PASS = [
    "co_await f(std::move(request));",
    "Req r{s, 1}; co_await f(std::move(r));",
    "const auto [ec, n] = co_await socket.async_read_some(space, as_result);",
    "auto& [ec, n] = co_await f();",
    "auto&& [ec, n] = co_await f();",
    "const auto work = [s] { return 1; }; co_await run_on(pool, work);",
    "if (co_await f()) { Req r{1}; }",
    "if (a) { co_await f(); } else { g(Req{1}); }",
    "co_return Req{1};",
    "auto f = [self]() -> Task<void> { co_await g(); };",
    "co_spawn(ex, [self]() -> Task<std::vector<int>> { co_await g(); }, detached);",
    "struct S { int x{1}; Task<void> m() { co_await f(); } };",
    "Task<void> S::m() const { co_await f(a[1], b[i]); }",
    "Task<void> m() { for (;;) { co_await f(); } }",
    "// co_await f(Req{1});\nint x;",
    "/* co_await f({1}) */ const char* s = \"co_await f({1})\";",
    "#define A co_await f(Req{1})\nint x;",
    'const char* s = R"(co_await f({1}))";',
    "[[nodiscard]] Task<int> f() { co_return co_await g(); }",
    "switch (x) { case 1: co_await f(); break; default: g({1}); }",
    "try { co_await f(); } catch (const E& e) { g(Req{1}); }",
    "S::S(Core& core) : a_(core), b_{1} { go(); } Task<void> f() { co_await g(); }",
]


def self_test():
    failures = [("not caught", text) for text in MUST_BE_CAUGHT if not check(text)]
    failures += [("caught in error", text) for text in MUST_PASS if check(text)]
    for what, text in failures:
        print(f"{what}: {text}")
    print(f"{len(MUST_BE_CAUGHT) + len(MUST_PASS)} forms, {len(failures)} wrong")
    return 1 if failures else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if not arguments:
        print(__doc__)
        return 2
    files = []
    for argument in map(pathlib.Path, arguments):
        files += [argument] if argument.is_file() else sorted(p for p in argument.rglob("*") if p.suffix in (".cpp", ".hpp"))
    if not files:
        print("no sources in " + " ".join(arguments))
        return 2
    awaits, wrong = 0, 0
    for path in files:
        source = path.read_text(encoding="utf-8")
        awaits += sum(text == "co_await" for text, _ in tokens_of(source))
        for line, what in check(source):
            wrong += 1
            print(f"{path}:{line}: a full expression with co_await has a {what}: name it first, then std::move it")
    print(f"{len(files)} files, {awaits} co_await, {wrong} findings")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
