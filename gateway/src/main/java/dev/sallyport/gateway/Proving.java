package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;

/** Who waits for somebody else to say who a client is; told on the client's loop, once. */
interface Proving {
    void proved(Proof proof);

    void failed(Problem problem);
}
