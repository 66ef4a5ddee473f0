/** Something that is wrong, or odd, in words. */
export interface Finding {
  /** The same for all that are alike. */
  readonly kind: string;
  readonly text: string;
  /** It need not be wrong, but somebody should look at it. */
  readonly odd?: boolean;
}

/** Findings of one kind. */
export const finding = (kind: string, text: string): Finding => ({ kind, text });
export const oddity = (kind: string, text: string): Finding => ({ kind, text, odd: true });
