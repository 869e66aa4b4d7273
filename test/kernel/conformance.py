"""Jupyter's standard suite for kernels, with every sample filled in that a kernel can have."""

import unittest

import jupyter_kernel_test as jkt

DISPLAY = 'import * as tslab from "tslab";\ntslab.display.'
KERNEL = '(globalThis as any)[Symbol.for("jupyter.kernel")]'


class Conformance(jkt.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("to stderr")'
    completion_samples = [
        {"text": "Math.hyp", "matches": {"hypot"}},
        {"text": '"a".toUpp', "matches": {"toUpperCase"}},
    ]
    complete_code_samples = ["1", "const a = 1;", "function f() {\n  return 3;\n}", "`a\nb`"]
    incomplete_code_samples = ["function f() {", "f(1,", "const a = [", "`abc", "/* abc"]
    invalid_code_samples = ["const = 3;", "1 +* 2", "function 3() {}"]
    code_generate_error = 'throw new Error("on purpose")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + "b"', "result": "'ab'"},
        {"code": "[1, 2].map((n) => n * 2)", "result": "[ 2, 4 ]"},
        {"code": "await Promise.resolve(5)", "result": "5"},
    ]
    code_display_data = [
        {"code": DISPLAY + 'html("<b>bold</b>")', "mime": "text/html"},
        {"code": DISPLAY + 'svg("<svg/>")', "mime": "image/svg+xml"},
        {"code": DISPLAY + "png(new Uint8Array([137, 80]))", "mime": "image/png"},
        {"code": DISPLAY + 'markdown("*it*")', "mime": "text/markdown"},
        {"code": DISPLAY + 'latex("$x$")', "mime": "text/latex"},
    ]
    code_history_pattern = "6 ? 7*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.hypot"
    code_page_something = KERNEL + '.page({ "text/plain": "a page" })'
    code_clear_output = KERNEL + ".clearOutput()"


class Welcome(jkt.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
