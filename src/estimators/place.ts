import { select } from '../backends/select-backend.js';
import type { MakeWide } from '../engine/wide.js';
import { kernelBackend } from '../kernels/load-kernel.js';
import type { LinearFit } from './linear-fit.js';
import { LEAST_PRODUCTS, multiplies, wideProducts } from './wide-products.js';

/** Where a fit takes place. */
export type Place = Pick<LinearFit, 'backend' | 'warnings'> & { readonly makeWide?: MakeWide };

/** A small problem needs no tfjs backend at all; a large one has its correlations from whoever is faster than the kernel. */
export async function choosePlace(backend: string, products: number): Promise<Place> {
  if (backend === 'auto' && products < LEAST_PRODUCTS) return { backend: await kernelBackend(), warnings: [] };
  const chosen = await select(backend);
  return multiplies(chosen, products) ? { ...chosen, makeWide: wideProducts(chosen.backend) } : chosen;
}
