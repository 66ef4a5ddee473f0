import { TextDecoder } from 'node:util';

/** Signals of older platforms: jsdom 20, which Jest 29 has, lacks the one, older ones both. */
delete AbortSignal.prototype.throwIfAborted;
delete AbortSignal.prototype.reason;

/** What Node has and jsdom has not, for `tensor-lasso/node`. */
globalThis.TextDecoder ??= TextDecoder;
globalThis.structuredClone ??= (value) => JSON.parse(JSON.stringify(value));
