import { expect } from 'chai';
import { CommandError, runCommand } from '../../src/install/run-command.js';
import { failure } from '../support/failure.js';

describe('runCommand', () => {
  it('gives what the command prints', async () => {
    expect(await runCommand(process.execPath, ['--eval', 'console.log(2 + 2)'])).to.equal('4\n');
  });

  it('says that there is no such command', async () => {
    const error = await failure(runCommand('no-such-command', []));
    expect(error).to.be.instanceOf(CommandError).with.property('message', 'no-such-command is not found');
  });

  it('gives the last lines of what a failing command said', async () => {
    const program = 'for (let i = 0; i < 20; i++) console.error("line " + i); process.exitCode = 3';
    const error = await failure(runCommand(process.execPath, ['--eval', program]));
    expect(error)
      .to.have.property('message')
      .match(/has failed \(3\): line 12\n(.*\n){6}line 19$/);
  });

  it('ends the command when it is told to', async () => {
    const controller = new AbortController();
    const running = failure(
      runCommand(process.execPath, ['--eval', 'setTimeout(() => {}, 60_000)'], { signal: controller.signal }),
    );
    controller.abort(new Error('enough'));
    expect(await running).to.have.property('message', 'enough');
  });
});
