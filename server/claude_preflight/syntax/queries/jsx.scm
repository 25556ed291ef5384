; A table of models as elements: the options of a menu.
(jsx_element) @container

(jsx_text) @prose
(jsx_attribute (property_identifier) @_key (string) @prose
  (#any-of? @_key display-keys "alt")
  (#not-match? @prose white-space))
(jsx_attribute (property_identifier) @_key
  (jsx_expression [(string) @prose (_ (string) @prose)])
  (#any-of? @_key display-keys "alt")
  (#not-match? @prose white-space))
