/** How many of the turns that a timer is due every 50 ms it gets while work goes on: 1 if all of them. */
export async function turns(work: () => Promise<unknown>): Promise<number> {
  let taken = 0;
  const began = performance.now();
  const timer = setInterval(() => taken++, 1);
  await work();
  clearInterval(timer);
  return taken / ((performance.now() - began) / 50);
}
