import { tasks } from '../selection/tasks.js';
import { serve } from '../threads/task.js';

serve(
  {
    post: (message, transfer) => postMessage(message, { transfer }),
    listen(onMessage) {
      addEventListener('message', ({ data }) => onMessage(data));
    },
  },
  tasks,
);
