import { TextDecoder } from 'node:util';

/** Signals as those of jsdom 20 are, which Jest 29 has. */
delete AbortSignal.prototype.throwIfAborted;
delete AbortSignal.prototype.reason;

/** What Node has and jsdom has not, for `tensor-lasso/node`. */
globalThis.TextDecoder ??= TextDecoder;
globalThis.structuredClone ??= (value) => JSON.parse(JSON.stringify(value));
