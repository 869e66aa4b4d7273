"""Builds the package without setuptools or the like: a wheel is a zip file of the module and a folder of metadata."""

from pathlib import Path
from zipfile import ZipFile

NAME, VERSION = "papermill_typescript", "0.1.0"
INFO = f"{NAME}-{VERSION}.dist-info"

FILES = {
    f"{NAME}.py": (Path(__file__).parent / f"{NAME}.py").read_text("utf-8"),
    f"{INFO}/METADATA": f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {VERSION}\n",
    f"{INFO}/WHEEL": "Wheel-Version: 1.0\nGenerator: backend\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    f"{INFO}/entry_points.txt": f"[papermill.engine]\ntypescript = {NAME}:Engine\n",
}


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Writes the wheel that pip asks for, and returns its name."""
    wheel = f"{NAME}-{VERSION}-py3-none-any.whl"
    record = f"{INFO}/RECORD"
    with ZipFile(Path(wheel_directory) / wheel, "w") as archive:
        for path, text in FILES.items():
            archive.writestr(path, text)
        archive.writestr(record, "".join(f"{path},,\n" for path in [*FILES, record]))
    return wheel
