"""The configuration file: its keys, and what is checked when it is loaded."""

from __future__ import annotations

import json
import tomllib
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from guize.config.additions import check_dates, check_platforms, check_terms, to_additions
from guize.config.stages import load_stages
from guize.dates import Role
from guize.errors import ConfigError
from guize.vocabulary import Vocabulary

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[list[Text], Field(min_length=1)]
Column = Literal["title", "text", "published_at", "source", "kind", "id"]
MonthDay = tuple[Annotated[int, Field(ge=1, le=12)], Annotated[int, Field(ge=1, le=31)]]


class Section(BaseModel):
    """Base of the file's tables: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Occasion(Section):
    """A festival or sale that falls on the same day every year, as month and day."""

    solar: MonthDay | None = Field(None, description="month and day of the Gregorian calendar")
    lunar: MonthDay | None = Field(None, description="month and day of the Chinese calendar")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.solar is None) == (self.lunar is None):
            raise ValueError("give either solar or lunar")
        return self


class Pattern(Section):
    """A way to write a date that the grammar does not know."""

    name: Name = Field(description="of the pattern, in lower-case letters, digits and _")
    build: str = Field(description="the function that turns the named groups into a value")
    regex: Text = Field(description="regular expression; {part} inserts a part of the grammar")
    examples: Words = Field(
        description="dates that this pattern must find whole, one for each two characters it can begin with; checked when "
        "the file is loaded"
    )


class Cue(Section):
    """A piece of context that says what a date is for."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    role: Role = Field(description="what the date is for")
    side: Literal["left", "right", "clause", "sentence", "line"] = Field(description="which context is searched")
    regex: Text = Field(description="regular expression; ◇ stands for the date; {part} inserts a part")
    weight: float = Field(description="added to the role where the context matches", gt=0, le=20)
    kind: Literal["range", "day", "coarse", "point"] | None = Field(None, description="only for such dates")
    modifier: Literal["from", "before", "after", "approx", "none"] | None = Field(
        None, description="only with 起, 前 …"
    )
    place: Literal["title", "text"] | None = Field(None, alias="in", description="only there")
    when: list[Literal["old", "past", "today", "future", "unknown"]] | None = Field(
        None, description="only for dates that lie there from the day of the report"
    )


class Dates(Section):
    """Additions to the date grammar."""

    occasions: dict[Text, Occasion] = Field(default_factory=dict, description="festivals and sales, by name")
    patterns: list[Pattern] = Field(default_factory=list, description="ways to write a date, tried before the others")
    cues: list[Cue] = Field(default_factory=list, description="contexts that say what a date is for")


class Config(Section):
    """The configuration file, validated."""

    columns: dict[Column, Text] = Field(default_factory=dict, description="field → column of your tables")
    platforms: dict[Text, Words] = Field(default_factory=dict, description="platform id → names in texts")
    terms: dict[Text, Words] = Field(default_factory=dict, description="group of the lexicon → terms")
    dates: Dates = Field(default_factory=Dates, description="ways to write dates, occasions, contexts")
    stages: list[Text] = Field(default_factory=list, description="stages of installed packages, in their order")

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Config:
        """The configuration in a TOML file.

        Raises:
            ConfigError: the file cannot be read, is not TOML, or a key or value in it is wrong, or a stage that it
                names is not installed; the message names the key.
        """
        source = str(path)
        try:
            config = cls.model_validate(tomllib.loads(Path(path).read_text(encoding="utf-8")))
        except OSError as error:
            raise ConfigError(f"cannot be read: {error.strerror or error}", source=source) from None
        except UnicodeDecodeError:
            raise ConfigError("not in UTF-8", source=source) from None
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"not TOML: {error}", source=source) from None
        except ValidationError as error:
            raise ConfigError(_in_one_line(error), source=source) from None
        load_stages(config.stages, source=source)
        return config

    @model_validator(mode="after")
    def _fits_the_vocabulary(self) -> Self:
        check_platforms(self)
        check_terms(self)
        check_dates(self)
        return self

    def __hash__(self) -> int:
        """Equal configurations have equal hashes, so that an extractor is loaded once for each."""
        return hash((self.vocabulary, frozenset(self.columns.items()), tuple(self.stages)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The shipped vocabulary with what the file adds."""
        return Vocabulary(json.dumps(to_additions(self), ensure_ascii=False, sort_keys=True))


def _in_one_line(error: ValidationError) -> str:
    """Every mistake with its key, as `dates.patterns.0.build: …`."""
    lines = []
    for detail in error.errors(include_url=False):
        key = ".".join(str(part) for part in detail["loc"] if part != "[key]")
        message = detail["msg"].removeprefix("Value error, ").replace("Extra inputs are not permitted", "no such key")
        lines.append(f"{key}: {message}" if key else message)
    return "; ".join(lines)
