/** What VS Code runs, without its API, when the extension is removed: nothing of ours stays behind. */

import { rmSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

// Where servers note which text they read, for the one after them if they crash; none on Windows.
const user = process.getuid?.();
if (user !== undefined) {
  const notes = path.join(os.tmpdir(), `claude-preflight-${user.toFixed()}`);
  rmSync(notes, { recursive: true, force: true });
}
