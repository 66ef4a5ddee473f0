import { tasks } from '../selection/tasks.js';
import { serve } from '../threads/task.js';

serve(
  {
    post: (message) => postMessage(message),
    listen(onMessage) {
      addEventListener('message', ({ data }) => onMessage(data));
    },
  },
  tasks,
);
