"""Static files with content-hashed names, so that browsers can cache them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed after collectstatic; before that, plain names from source."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """Return the hashed name of a collected file, else the plain one; never reads the file."""
        hashed = self.hashed_files.get(self.hash_key(self.clean_name(name)))
        return str(hashed or name)
