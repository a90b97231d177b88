"""mkdocs: puts the generated pages beside those in `docs/`, at each build."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from conformance.docs.pages import generated_pages


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is generated from the code, the schemas and the data."""
    for path, content in generated_pages().items():
        files.append(File.generated(config, path, content=content))
    return files
