import { parentPort } from 'node:worker_threads';
import { tasks } from '../selection/tasks.js';
import { serve } from '../threads/task.js';

serve(
  {
    post: (message) => parentPort!.postMessage(message),
    listen: (onMessage) => void parentPort!.on('message', onMessage),
  },
  tasks,
);
