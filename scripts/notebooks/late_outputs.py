"""Runs notebooks as nbconvert does, but waits for what a cell prints after it has said that it is done, as Deno's kernel does."""

from queue import Empty

from nbclient.exceptions import CellExecutionComplete
from nbconvert.preprocessors import ExecutePreprocessor

# Seconds without a word after which a cell that is done has said everything.
QUIET = 0.3


class LateOutputs(ExecutePreprocessor):
    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        done = False
        while True:
            try:
                message = await self.kc.iopub_channel.get_msg(timeout=QUIET if done else None)
            except Empty:
                return
            if message["parent_header"].get("msg_id") != parent_msg_id:
                continue
            try:
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                done = True
