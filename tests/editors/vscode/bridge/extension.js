// Runs functions that the tests send, inside the extension host, with the real `vscode` API.

const { createServer } = require('node:http');
const vscode = require('vscode');

exports.activate = (context) => {
  const server = createServer(async (request, response) => {
    try {
      const { source, args } = JSON.parse(await textOf(request));
      const result = await (0, eval)(`(${source})`)(vscode, ...args);
      response.end(JSON.stringify({ result }));
    } catch (error) {
      response.end(JSON.stringify({ error: String(error?.stack ?? error) }));
    }
  });
  server.listen(process.env.CLAUDE_PREFLIGHT_TEST_BRIDGE);
  context.subscriptions.push({ dispose: () => server.close() });
};

async function textOf(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
