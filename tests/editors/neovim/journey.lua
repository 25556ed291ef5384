-- What a person does with Neovim; writes down what was seen, as JSON, into the file named by REPORT.

local report = { diagnostics = {} }

local function wait(what, condition)
  assert(vim.wait(20000, condition, 10), "waited in vain for " .. what)
end

-- The diagnostics of a buffer as {line, rule}, in order.
local function seen(buffer)
  local found = vim.tbl_map(function(one) return { one.lnum + 1, one.code } end, vim.diagnostic.get(buffer))
  table.sort(found, function(a, b) return a[1] < b[1] or a[1] == b[1] and a[2] < b[2] end)
  return found
end

local function shown_hover(line, words)
  local column = vim.fn.getline(line):find(words, 1, true)
  vim.api.nvim_win_set_cursor(0, { line, column })
  vim.lsp.buf.hover()
  local window
  wait("a hover", function()
    window = vim.iter(vim.api.nvim_list_wins()):find(function(each)
      return vim.api.nvim_win_get_config(each).relative ~= ""
    end)
    return window ~= nil
  end)
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  vim.api.nvim_win_close(window, true)
  return table.concat(lines, "\n")
end

local function journey()
  for _, name in ipairs({ ".env", "values.yaml", "request.json", "main.ts", "main.py" }) do
    vim.cmd.edit(name)
    wait("diagnostics of " .. name, function() return #vim.diagnostic.get(0) > 0 end)
    report.diagnostics[name] = seen(0)
  end
  wait("all diagnostics of main.py", function() return #vim.diagnostic.get(0) == 2 end)

  report.hover_model = shown_hover(5, "claude-3-opus")
  report.hover_error = shown_hover(7, "RateLimitError")

  vim.api.nvim_win_set_cursor(0, { 5, (vim.fn.getline(5):find("claude-3-opus", 1, true)) })
  local before = vim.fn.getline(5)
  vim.lsp.buf.code_action({
    apply = true,
    context = { only = { "quickfix" } },
    filter = function(action) return action.isPreferred end,
  })
  wait("the quick fix", function() return vim.fn.getline(5) ~= before end)
  report.quick_fixed = vim.fn.getline(5, 6)
  wait("diagnostics after the quick fix", function() return #vim.diagnostic.get(0) == 1 end)
  report.left = seen(0)

  vim.cmd.write()
  report.modified = vim.bo.modified
  wait("no diagnostics after saving", function() return #vim.diagnostic.get(0) == 0 end)
  report.left_after_save = seen(0)
end

local ok, problem = xpcall(journey, debug.traceback)
if not ok then
  io.stdout:write(problem .. "\n" .. vim.inspect(report) .. "\n")
  vim.cmd("cquit 1")
end
vim.fn.writefile({ vim.json.encode(report) }, vim.env.REPORT)
vim.cmd("quitall!")
