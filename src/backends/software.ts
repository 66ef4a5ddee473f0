/** Names that processors go by where they imitate a GPU. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

/** Whether a GPU of this name is an imitation. */
export const isSoftware = (device: string): boolean => SOFTWARE.test(device);
