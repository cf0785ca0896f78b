/** ?side=1: the window stands beside a video call, 320 to 480 pixels wide. */
export const isBeside = (search: string): boolean => new URLSearchParams(search).get('side') === '1'
