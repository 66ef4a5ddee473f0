import type { Kernel } from './kernel.js';
import { kernels } from './load-kernel.js';

const ALIGN = 128;
const PAGE = 65536;
/** Pages that a memory with addresses of 32 bits can have: AssemblyScript compiles for no others, and Node 20 has no others. */
const MOST = 65536;

/**
 * Pages that it has from the beginning: 64 MB, of which those that nobody writes to take no memory. The first growth costs more than
 * itself: V8 then checks at each access to any typed array of that thread whether its buffer is still there.
 */
const FIRST = 1024;

/** A place in an arena; `at` changes when the block grows. */
export interface Block {
  readonly at: number;
  readonly bytes: number;
}

/** The memory that a kernel works in, and who holds which part of it. */
export interface Arena {
  readonly kernel: Kernel;
  /** All of the memory; a new view after each `allocate` and `grow`, which may move it. */
  readonly doubles: Float64Array;
  readonly floats: Float32Array;
  readonly ints: Int32Array;
  /** The most bytes that were in use at a time. */
  readonly peak: number;
  /** Bytes that addresses of 32 bits leave. */
  left(): number;
  /**
   * A block whose content is not defined.
   *
   * @throws RangeError if the memory cannot hold it
   */
  allocate(bytes: number): Block;
  /** Where `bytes` lie that are free, until the next call of this or of `allocate` and `grow`. */
  scratch(bytes: number): number;
  /** Makes a block larger; what it held stays. Where it is the last one it stays where it is, else it leaves a hole. */
  grow(block: Block, bytes: number): void;
  /** Gives all blocks back; the memory stays for the next ones. */
  reset(): void;
}

const MEBIBYTE = 2 ** 20;

/** What to say when there are no more bytes beside `used`. */
function refusal(used: number, bytes: number): string {
  const most = (MOST * PAGE) / MEBIBYTE;
  const got = `${Math.ceil(used / MEBIBYTE)} MiB and another ${Math.ceil(bytes / MEBIBYTE)} MiB`;
  return used + bytes > MOST * PAGE
    ? `fit: X and Y must be of sizes for which the solver takes at most ${most} MiB, as 32-bit WebAssembly does, got ${got}; take fewer features, samples or tasks`
    : `fit: there must be memory for the solver, got none for ${got}; take fewer features, samples or tasks, or a larger machine`;
}

type Writable<T> = { -readonly [key in keyof T]: T[key] };

function makeArena(instantiate: (memory: WebAssembly.Memory) => Kernel): Arena {
  const memory = new WebAssembly.Memory({ initial: FIRST, maximum: MOST });
  let end = ALIGN;

  const place = (bytes: number): number => {
    const at = end;
    end += Math.ceil(bytes / ALIGN) * ALIGN;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) {
      const pages = Math.ceil(missing / PAGE);
      const spare = Math.min(
        Math.ceil(memory.buffer.byteLength / PAGE / 8),
        MOST - memory.buffer.byteLength / PAGE - pages,
      );
      try {
        try {
          memory.grow(pages + Math.max(0, spare));
        } catch {
          memory.grow(pages);
        }
      } catch (cause) {
        end = at;
        throw new RangeError(refusal(end, bytes), { cause });
      }
      arena.doubles = new Float64Array(memory.buffer);
      arena.floats = new Float32Array(memory.buffer);
      arena.ints = new Int32Array(memory.buffer);
    }
    arena.peak = Math.max(arena.peak, end);
    return at;
  };

  // Plain fields: engines keep objects with getters as dictionaries, and these are read in inner loops.
  const arena: Writable<Arena> = {
    kernel: instantiate(memory),
    doubles: new Float64Array(memory.buffer),
    floats: new Float32Array(memory.buffer),
    ints: new Int32Array(memory.buffer),
    peak: end,
    left: () => MOST * PAGE - end,
    allocate: (bytes) => ({ at: place(bytes), bytes }),
    scratch(bytes) {
      const at = place(bytes);
      end = at;
      return at;
    },
    grow(block, bytes) {
      const room = Math.ceil(block.bytes / ALIGN) * ALIGN;
      if (bytes <= room) return;
      const moved: Writable<Block> = block;
      if (block.at + room === end) {
        end = block.at;
        place(bytes);
      } else {
        const to = place(bytes);
        new Uint8Array(memory.buffer).copyWithin(to, block.at, block.at + room);
        moved.at = to;
      }
      moved.bytes = bytes;
    },
    reset() {
      end = ALIGN;
    },
  };
  return arena;
}

let idle: Arena | undefined;

/**
 * An arena, which is kept for the next one who wants one when it is closed: memory that has been touched once is faster. There
 * may be several at the same time.
 */
export async function openArena(): Promise<{ arena: Arena; close: () => void }> {
  const arena = idle ?? makeArena((await kernels())[0]!);
  idle = undefined;
  return {
    arena,
    close() {
      arena.reset();
      idle = arena;
    },
  };
}

/** Gives the memory that is kept for the next fit back to the system. */
export function releaseArena(): void {
  idle = undefined;
}
