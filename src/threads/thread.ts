/** A program that runs beside this one and answers messages. */
export interface Thread {
  post(message: unknown): void;
  /**
   * Hears it from now on, in place of who heard it before.
   *
   * @param onEnd - called with the reason if it ends without being asked to
   */
  listen(onMessage: (message: unknown) => void, onEnd: (error: Error) => void): void;
  /** Whether the process waits for it. */
  hold(yes: boolean): void;
  end(): void;
}

/** What a platform has of threads. */
export interface Threads {
  /** How many run at a time, this one among them; 1 where memory cannot be shared. */
  cores(): number;
  /** @throws Error if it cannot start; it may also end before it does anything */
  start(): Thread;
  /** Tells the user. */
  warn(text: string): void;
}

/** What a program on a thread of its own has of the one that started it. */
export interface Port {
  /** Buffers are copied: giving one away costs each access to any later one a check, about a tenth of all time of a thread. */
  post(message: unknown): void;
  listen(onMessage: (message: unknown) => void): void;
}
