; A table of models as elements: the options of a menu.
(jsx_element) @container

(jsx_text) @prose
