import { expect } from 'chai';

/** Expects numbers to be as close as said, relative to the expected ones or absolutely, as numpy's `assert_allclose` does. */
export function allClose(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative = 0, absolute = 0 }: { relative?: number; absolute?: number },
): void {
  expect(got.length).to.equal(expected.length);
  Array.from(expected).forEach((value, i) => {
    expect(got[i], `at ${i}`).to.be.closeTo(value, absolute + relative * Math.abs(value));
  });
}
