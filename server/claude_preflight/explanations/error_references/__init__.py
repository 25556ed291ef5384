"""Which error of the Claude API a place in a text, or a pasted text, refers to.

Lexical and on demand: it reads a few lines around the place and, where a name may be another
vendor's, the imports. It would rather say nothing than explain an error that is not meant. Hovers
ask about a place, `explain` about a whole text, which is searched for such places: one matcher.
"""

from __future__ import annotations

from claude_preflight.explanations.error_references.messages import names_another_vendor
from claude_preflight.explanations.error_references.pasted import error_reference_in
from claude_preflight.explanations.error_references.reading import error_reference_at
from claude_preflight.explanations.error_references.surroundings import ErrorReference

__all__ = ["ErrorReference", "error_reference_at", "error_reference_in", "names_another_vendor"]
