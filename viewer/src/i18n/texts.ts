import type { vi } from './vi.ts';

type SameShape<Node> = { readonly [Key in keyof Node]: Node[Key] extends string ? string : SameShape<Node[Key]> };

/** The shape that every language must fill completely; a missing key does not compile. */
export type Texts = SameShape<typeof vi>;
