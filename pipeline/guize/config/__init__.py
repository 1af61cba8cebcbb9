"""What users add to guize without touching its code: the file given by `--config`, and stages of other packages."""

from guize.config.schema import Config
from guize.config.stages import Stage, load_stages, stage_versions

__all__ = ["Config", "Stage", "load_stages", "stage_versions"]
