package dev.sallyport.cli;

/** A command that a line can end with: turns its options into a request. */
interface Asking {
    Request request();
}
