import { homedir } from 'node:os';
import { join } from 'node:path';

function userCache(): string {
  const { XDG_CACHE_HOME } = process.env;
  if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
  return process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
}

/** Where native libraries are kept for this user, whatever happens to `node_modules`. */
export const nativeCache = (): string => join(userCache(), 'tensor-lasso', 'native');
