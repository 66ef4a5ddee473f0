import { expect } from 'chai';
import { progressLine } from '../../scripts/support-example/progress-line.js';

const progress = { iterations: 40, problems: 9, solved: 3, worstGap: 0.00123, nonZeros: 7 };

function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, stream: { isTTY, write } as unknown as NodeJS.WriteStream };
}

describe('progressLine', () => {
  const later = () => {
    const real = performance.now;
    performance.now = () => real.call(performance) + 1001;
    return () => {
      performance.now = real;
    };
  };

  it('says nothing in the first second, then rewrites one line, then clears it', () => {
    const terminal = stream(true);
    const line = progressLine(terminal.stream);
    line.show('Lasso', progress);
    line.clear();
    expect(terminal.written).to.deep.equal([]);
    const restore = later();
    try {
      line.show('Lasso', progress);
      expect(terminal.written).to.deep.equal(['\r\u001b[KLasso: 3 of 9 solved, iteration 40, gap 1.2e-3']);
      line.clear();
      line.clear();
      expect(terminal.written).to.have.length(2);
    } finally {
      restore();
    }
  });

  it('says nothing where there is no terminal', () => {
    const pipe = stream(false);
    const line = progressLine(pipe.stream);
    const restore = later();
    line.show('Lasso', progress);
    restore();
    expect(pipe.written).to.deep.equal([]);
  });
});
