; Text about models.
(section) @prose

; Code is that of its own language, and an example of it.
((code_fence_content) @embedded (#set! example))
(fenced_code_block (info_string (language) @embedded.language) (code_fence_content) @embedded)
(fenced_code_block
  (info_string) @embedded.language (code_fence_content) @embedded
  (#match? @embedded.language "^\\{code"))
((indented_code_block) @embedded
  (#set! example)
  (#set! skipped " {1,4}|\t")
  (#not-match? @embedded "(^|\n)[ \t]*(```|~~~)"))
; In the tabs of some sites, what is indented is a text with fences of its own.
((indented_code_block) @embedded
  (#set! language "markdown")
  (#set! skipped " {1,4}|\t")
  (#match? @embedded "(^|\n)[ \t]*(```|~~~)"))
; So is what follows on a tag without an empty line between.
((html_block) @embedded
  (#set! language "markdown")
  (#set! skipped "[^\n]*\n")
  (#match? @embedded "\n[ \t]*(```|~~~)"))
(block_continuation) @embedded.gap
; So is what a page exports to the components on it.
((paragraph (inline) @embedded)
  (#set! language "jsx")
  (#set! example)
  (#match? @embedded "^export (const|let|function|default) "))

; Front matter is configuration.
((minus_metadata) @embedded (#set! language "yaml"))
((plus_metadata) @embedded (#set! language "toml"))
