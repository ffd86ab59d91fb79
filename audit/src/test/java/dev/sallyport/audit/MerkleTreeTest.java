package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The leaves and roots of the Certificate Transparency reference implementation. */
    private static final List<String> LEAVES =
            List.of(
                    "",
                    "00",
                    "10",
                    "2021",
                    "3031",
                    "40414243",
                    "5051525354555657",
                    "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS =
            List.of(
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void hashesNothingForTheEmptyTree() {
        assertThat(HEX.formatHex(new MerkleTree().root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void growsTheRootsOfTheReferenceTree() {
        var tree = new MerkleTree();
        for (int i = 0; i < LEAVES.size(); i++) {
            tree.add(leaf(HEX.parseHex(LEAVES.get(i))));

            assertThat(HEX.formatHex(tree.root())).isEqualTo(ROOTS.get(i));
        }
    }

    @Test
    void keepsLeavesAndNodesInSeparateDomains() {
        var left = leaf(new byte[] {1});
        var right = leaf(new byte[] {2});
        var two = new MerkleTree();
        two.add(left);
        two.add(right);
        var shapedLikeANode = new byte[1 + 2 * Hash.BYTES];
        shapedLikeANode[0] = 1;
        System.arraycopy(left, 0, shapedLikeANode, 1, Hash.BYTES);
        System.arraycopy(right, 0, shapedLikeANode, 1 + Hash.BYTES, Hash.BYTES);
        var one = new MerkleTree();
        one.add(leaf(shapedLikeANode));

        assertThat(one.root()).isNotEqualTo(two.root());
    }

    private static byte[] leaf(byte[] bytes) {
        var target = new byte[Hash.BYTES];
        new Hash().leaf(bytes, 0, bytes.length, target, 0);
        return target;
    }
}
