;; What a person does with Emacs; writes down what was seen, as JSON, into the file named by REPORT.
;; The settings of the documentation are loaded before.  -*- lexical-binding: t -*-

(require 'eglot)
(require 'json)

(defvar report nil "What was seen: (name . value) ...")

;; No dialogue: whoever is asked presses RET.
(setq completing-read-function
      (lambda (_prompt _collection &optional _predicate _match _initial _history default &rest _)
        default)
      last-nonmenu-event ?\r
      make-backup-files nil
      auto-save-default nil
      eglot-sync-connect t)

(defun note (name value) (push (cons name value) report))

(defun wait (what condition)
  (let ((end (+ (float-time) 20)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.01)
      ;; Without a keyboard Emacs is never idle, so what waits for that is run by hand.
      (mapc #'timer-event-handler (copy-sequence timer-idle-list))))
  (unless (funcall condition) (error "Waited in vain for %s" what)))

(defun problems ()
  "The diagnostics of the buffer as [line rule], in order."
  (mapcar (lambda (one)
            (vector (line-number-at-pos (flymake-diagnostic-beg one))
                    (plist-get (cdr (assoc 'eglot-lsp-diag (flymake-diagnostic-data one))) :code)))
          (sort (flymake-diagnostics)
                (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b))))))

(defun go-to (words)
  (goto-char (point-min))
  (search-forward words)
  (goto-char (match-beginning 0)))

(defun shown-hover (words)
  (go-to words)
  (let (shown)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
    (wait (concat "a hover on " words) (lambda () shown))
    (substring-no-properties shown)))

(defun line (number)
  (goto-char (point-min))
  (forward-line (1- number))
  (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun journey ()
  (find-file "request.json")
  (call-interactively #'eglot)
  (wait "diagnostics of request.json" #'problems)
  (note 'request.json (vconcat (problems)))

  (find-file "main.py")
  (call-interactively #'eglot)
  (wait "diagnostics of main.py" (lambda () (= 2 (length (problems)))))
  (note 'main.py (vconcat (problems)))

  (note 'hover_model (shown-hover "claude-3-opus"))
  (note 'hover_error (shown-hover "RateLimitError"))

  (go-to "claude-3-opus")
  ;; Of several actions it asks, and proposes the one that the server prefers.
  (let ((last-nonmenu-event t))
    (cl-letf (((symbol-function 'completing-read) (lambda (&rest asked) (nth 6 asked))))
      (eglot-code-actions (point) (point) "quickfix" t)))
  (note 'quick_fixed (vector (line 5) (line 6)))
  (wait "diagnostics after the quick fix" (lambda () (= 1 (length (problems)))))
  (note 'left (vconcat (problems)))

  (save-buffer)
  (note 'modified (if (buffer-modified-p) t :json-false))
  (wait "no diagnostics after saving" (lambda () (null (problems))))
  (note 'left_after_save (vconcat (problems)))
  (mapc #'eglot-shutdown (apply #'append (hash-table-values eglot--servers-by-project))))

(condition-case problem
    (journey)
  (error
   (message "%S\n%S" problem report)
   (kill-emacs 1)))

(with-temp-file (getenv "REPORT")
  (insert (json-encode report)))
