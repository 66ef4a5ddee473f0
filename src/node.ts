export * from './index.js';
export { displayed } from './node/displayed.js';
export { npyOf, readNpy } from './node/npy.js';
export { type PageContent, type PageTable, page } from './node/page.js';
export { render, rendered } from './node/render.js';
export { prepareDirectory, writeFiles } from './node/write-files.js';
