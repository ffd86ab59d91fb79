/** What Sallyport promises, held to the running thing: both doors, the record, real clients. */
@NullMarked
package dev.sallyport.conformance;

import org.jspecify.annotations.NullMarked;
