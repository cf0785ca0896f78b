// A part of the words of an area, cut by vite.config.ts.
declare module '*.json?first'
declare module '*.json?later'
