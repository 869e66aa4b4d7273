"""papermill's parameters in TypeScript notebooks.

papermill 2 has an entry point for engines, but none for translators of parameters. So this module offers papermill's
own engine once more, and registers the translator when papermill loads it.
"""

import json
import math
import re

from papermill.engines import NBClientEngine as Engine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

__all__ = ["Engine", "TypeScriptTranslator"]

#: A declared parameter: `let rate: number = 0.1; // how fast`
DECLARATION = re.compile(
    r"^[ \t]*(?:export\s+)?(?:let|var|const)\s+(?P<name>[\w$]+)[ \t]*(?::[ \t]*(?P<type>[^=\n]+?))?[ \t]*=[ \t]*"
    r"(?P<default>(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`[^`]*`|(?!//)[^;\n])*?)"
    r"[ \t]*;?[ \t]*(?://[ \t]*(?P<help>.*))?$",
    re.MULTILINE,
)


class TypeScriptTranslator(Translator):
    """Writes values as JSON, which is TypeScript too, but NaN, infinities and large integers as JavaScript has them."""

    @classmethod
    def translate_str(cls, val):
        return json.dumps(str(val))

    translate_escaped_str = translate_str

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        # JavaScript's numbers do not hold larger integers exactly.
        return f"{val}n" if abs(val) > 2**53 - 1 else str(val)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        return repr(val) if math.isfinite(val) else "Infinity" if val > 0 else "-Infinity"

    @classmethod
    def translate_dict(cls, val):
        return "{ " + ", ".join(f"{cls.translate_str(k)}: {cls.translate(v)}" for k, v in val.items()) + " }"

    @classmethod
    def translate_list(cls, val):
        return "[" + ", ".join(map(cls.translate, val)) + "]"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        found = (match.groupdict() for match in DECLARATION.finditer(parameters_cell["source"]))
        return [Parameter(p["name"], (p["type"] or "None").strip(), p["default"], p["help"] or "") for p in found]


for language in ("typescript", "tslab"):
    papermill_translators.register(language, TypeScriptTranslator)
