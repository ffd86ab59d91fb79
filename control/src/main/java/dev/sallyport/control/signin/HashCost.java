package dev.sallyport.control.signin;

/**
 * What each guess at a password costs. A kept hash says its own, so another one counts for new
 * passwords only.
 *
 * @param memoryKib in KiB, from 8 on
 * @param passes over that memory, from 1 on
 */
public record HashCost(int memoryKib, int passes) {
    /**
     * More memory and more passes than the least OWASP asks for (19 MiB, 2 passes): some 200 ms on
     * the machines we measured, which a person does not mind and a guesser does.
     */
    public static final HashCost STANDARD = new HashCost(32 * 1024, 3);
}
