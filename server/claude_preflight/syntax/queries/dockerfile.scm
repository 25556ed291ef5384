; Literals. A label tells people about an image.
[(unquoted_string) (double_quoted_string) (single_quoted_string) (json_string)] @literal
(label_pair value: (_) @prose)
(comment) @prose

; Commands are shell, with documents below them as a part of it, or alone.
((shell_command) @embedded (#set! language "shell") (#not-match? @embedded "<<-?[\"'\\w]"))
(shell_command (comment) @embedded.gap)
((run_instruction "RUN" @embedded.gap (shell_command) @_command) @embedded
  (#set! language "shell")
  (#match? @_command "<<-?[\"'\\w]")
  (#not-match? @_command "^<<"))
(run_instruction (mount_param) @embedded.gap)
(run_instruction (param) @embedded.gap)
(run_instruction
  (shell_command) @_command
  (heredoc_block (heredoc_content) @embedded)
  (#set! language "shell")
  (#match? @_command "^<<"))
(json_string_array
  (json_string) @_option . (json_string) @embedded
  (#set! language "shell")
  (#set! literal)
  (#match? @_option "^\"-l?c\"$"))

; A file that is written out is in the language of its name.
[
  (copy_instruction
    (path (heredoc_marker)) (path) @embedded.language (heredoc_block (heredoc_content) @embedded))
  (add_instruction
    (path (heredoc_marker)) (path) @embedded.language (heredoc_block (heredoc_content) @embedded))
]
