export * from './index.js';
export { displayed } from './node/displayed.js';
export { npyOf, readNpy } from './node/npy.js';
export { type PageContent, type PageSection, type PageTable, page } from './node/page.js';
export { type RenderOptions, render, rendered } from './node/render.js';
export type { Asked, NamedFit, ReportOptions } from './node/report/parts.js';
export type { Reported } from './node/report/reported.js';
export { report, reportPage } from './node/report.js';
export { prepareDirectory, writeFiles } from './node/write-files.js';
