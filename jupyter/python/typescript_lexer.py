"""TypeScript in colours.

Pygments' lexer takes the value behind every colon of an object literal for a type, and for keywords words that are
names in TypeScript (`final`, `short`) or keywords in some places only (`from`, `type`). This one looks at the place.
"""

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import bygroups, include, inherit
from pygments.lexers.javascript import JavascriptLexer
from pygments.token import Keyword, Name, Operator, Punctuation, String, Whitespace

WORD = r"[A-Za-z_$][\w$]*"
NO_NAME = r"(?!(?:true|false|null|undefined|this|super|default|new|typeof|void|await)\b)"
BASIC_TYPE = r"(?:string|number|boolean|bigint|symbol|object|any|unknown|never|void)"


class NotebookTypeScriptLexer(JavascriptLexer):
    """Pygments' JavaScript and what TypeScript adds, with words judged by their place."""

    name = "TypeScript of the notebooks"
    aliases = []

    tokens = {
        "root": [
            # A property is a name, whatever it is called.
            (r"(\?\.|(?<!\.)\.(?!\.))(\s*)(#?" + WORD + ")", bygroups(Punctuation, Whitespace, Name.Other)),
            # So is a key, a parameter, and the middle of a ?: that is a name.
            (
                NO_NAME + "(" + WORD + r")(\s*)(\?:|:)(?!:)",
                bygroups(Name.Other, Whitespace, Operator),
                "slashstartsregex",
            ),
            # A basic type stands behind a colon, a bar, a bracket or a word such as `as`.
            (r"(?<=[:|&<,(\[=] )" + BASIC_TYPE + r"\b(?=\s*(?:[\[\]>,;){}|&=]|$))", Keyword.Type),
            (r"(?<=[:|&<])" + BASIC_TYPE + r"\b(?=\s*(?:[\[\]>,;){}|&=]|$))", Keyword.Type),
            (r"(?<=\bas )" + BASIC_TYPE + r"\b", Keyword.Type),
            # Keywords only in their places.
            (r"(?:from|assert|with)\b(?=\s*[\"'])", Keyword.Reserved),
            (r"(?<=[\w\]})\"'`*] )(?:as|satisfies)\b(?=\s+[\w{\[(\"'])", Keyword.Reserved),
            (r"(?:(?<=\bimport )|(?<=\bexport ))type\b(?=\s*[{*])", Keyword.Reserved),
            (r"(?:type|interface|namespace|module)\b(?=\s+" + WORD + r"\s*[=<{e,}])", Keyword.Declaration),
            (r"enum\b(?=\s+" + WORD + ")", Keyword.Declaration),
            (r"@" + WORD, Keyword.Declaration),
            (
                r"(?:declare|abstract)\b(?=\s+(?:abstract|class|const|function|global|let|module|namespace|type))",
                Keyword.Declaration,
            ),
            (r"(?:private|protected|public|readonly|override|static)\b(?=\s+[\w#\[])", Keyword),
            (r"(?<=[\w\]}] )of\b(?=\s+\S)", Keyword),
            (r"(?:keyof|infer|is|asserts)\b(?=\s+[\w(])", Keyword),
            # Otherwise they are names, and so is what only Java keeps for itself.
            (
                r"(?:from|as|of|type|module|namespace|declare|abstract|static|private|protected|public|readonly|override"
                r"|byte|char|double|final|float|goto|int|long|native|package|short|synchronized|throws|transient|volatile"
                r"|string|number|boolean)\b",
                Name.Other,
            ),
            inherit,
        ],
        "interp": [
            (r"\$\{", String.Interpol, "interp-inside"),
            inherit,
        ],
        "interp-inside": [
            # Braces inside close before the interpolation does.
            (r"\{", Punctuation, "braces"),
            (r"\}", String.Interpol, "#pop"),
            include("root"),
        ],
        "braces": [
            (r"\{", Punctuation, "#push"),
            (r"\}", Punctuation, "#pop"),
            include("root"),
        ],
    }


def highlighted(source):
    """Code as nbconvert's own filter writes it."""
    formatter = HtmlFormatter(cssclass=" highlight hl-typescript")
    return highlight(source or " ", NotebookTypeScriptLexer(), formatter)
