; Literals. A label tells people about an image.
[(unquoted_string) (double_quoted_string) (single_quoted_string) (json_string)] @literal
(label_pair value: (_) @prose)
(comment) @prose

; Commands are shell, with documents below them as a part of it, or alone.
((shell_command) @injection.content
  (#set! injection.language "shell")
  (#not-match? @injection.content here-document))
(shell_command (comment) @injection.gap)
((run_instruction "RUN" @injection.gap (shell_command) @_command) @injection.content
  (#set! injection.language "shell")
  (#match? @_command here-document)
  (#not-match? @_command leading-here-document))
(run_instruction (mount_param) @injection.gap)
(run_instruction (param) @injection.gap)
(run_instruction
  (shell_command) @_command
  (heredoc_block (heredoc_content) @injection.content)
  (#set! injection.language "shell")
  (#match? @_command leading-here-document))
(json_string_array
  (json_string) @_option . (json_string) @injection.content
  (#set! injection.language "shell")
  (#set! literal)
  (#match? @_option "^\"-l?c\"$"))

; A file that is written out is in the language of its name.
[
  (copy_instruction
    (path (heredoc_marker)) . (path) @injection.language .
    (heredoc_block (heredoc_content) @injection.content))
  (add_instruction
    (path (heredoc_marker)) . (path) @injection.language .
    (heredoc_block (heredoc_content) @injection.content))
]
