"""Static files under names that change with their contents, so that browsers may keep them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed once collected; before that, plain names from where they lie."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name of a collected file, else the plain one; never reads the file."""
        hashed = self.hashed_files.get(self.hash_key(self.clean_name(name)))
        return str(hashed or name)
